/**
 * Numbers, appends and publishes in one step, so that no reader sees a gap and no two writers one number.
 *
 * KEYS: the tenant's stream, its head (a hash: epoch, seq), the writer's last batch, the channel's newest fence. ARGV: the
 * epoch to begin with when there is no head (0: do not begin), how many events the tail keeps, then the guard: the epoch
 * that the writer takes for the present one, the number of its batch, for how many seconds that number is remembered, its
 * fencing token (each '' for not guarded); then one event a piece as JSON without its numbers.
 *
 * Gives `'ok', epoch, first seq`; for a batch that had been appended already its own numbers; `'fenced'` when a newer
 * token has been seen; `'epoch', epoch, next seq` when numbering has restarted since; `'none'` when there is no head and
 * none was begun. What is published is what is stored, one event a line (JSON has no bare line feed).
 */
export const APPEND = `
local begin, tail, wanted, batch, ttl, fence = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local int = function(n) return string.format('%.0f', n) end
if fence ~= '' then
  local newest = redis.call('GET', KEYS[4])
  if newest and tonumber(newest) > tonumber(fence) then return { 'fenced' } end
  redis.call('SET', KEYS[4], fence, 'EX', 86400)
end
if batch ~= '' then
  local done = redis.call('HMGET', KEYS[3], 'batch', 'epoch', 'first')
  if done[1] and tonumber(done[1]) >= tonumber(batch) then return { 'ok', done[2], done[3] } end
end
local head = redis.call('HMGET', KEYS[2], 'epoch', 'seq')
local epoch, seq = tonumber(head[1]), tonumber(head[2])
if not epoch then
  epoch, seq = tonumber(begin), 0
  if epoch == 0 then return { 'none' } end
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[2], 'epoch', int(epoch), 'seq', '0')
end
local first = seq + 1
if wanted ~= '' and tonumber(wanted) ~= epoch then return { 'epoch', int(epoch), int(first) } end
local lines = {}
for i = 7, #ARGV do
  seq = seq + 1
  local body = '{"seq":' .. int(seq) .. ',"epoch":' .. int(epoch) .. ',' .. string.sub(ARGV[i], 2)
  redis.call('XADD', KEYS[1], int(epoch) .. '-' .. int(seq), 'e', body)
  lines[#lines + 1] = body
end
if #lines > 0 then
  redis.call('HSET', KEYS[2], 'seq', int(seq))
  redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', tail)
  if batch ~= '' then
    redis.call('HSET', KEYS[3], 'batch', batch, 'epoch', int(epoch), 'first', int(first))
    redis.call('EXPIRE', KEYS[3], ttl)
  end
  redis.call('PUBLISH', KEYS[1], table.concat(lines, '\\n'))
end
return { 'ok', int(epoch), int(first) }
`;
