/**
 * Numbers, appends and publishes in one step, so that no reader sees a gap and no two writers one number.
 *
 * KEYS: the tenant's stream, its head (a hash: epoch, seq). ARGV: the epoch to begin with when there is no head (0: do
 * not begin), how many events the tail keeps, then one event a piece as JSON without its numbers.
 * Gives `epoch, first seq`, or nothing when there is no head and none was begun. What is published is what is stored:
 * `epoch seq` and then the events, one a line (JSON has no bare line feed).
 */
export const APPEND = `
local head = redis.call('HMGET', KEYS[2], 'epoch', 'seq')
local epoch, seq = tonumber(head[1]), tonumber(head[2])
if not epoch then
  epoch, seq = tonumber(ARGV[1]), 0
  if epoch == 0 then return false end
  redis.call('DEL', KEYS[1])
end
local first = seq + 1
local lines = {}
for i = 3, #ARGV do
  seq = seq + 1
  local body = '{"seq":' .. string.format('%.0f', seq) .. ',"epoch":' .. string.format('%.0f', epoch) .. ',' .. string.sub(ARGV[i], 2)
  redis.call('XADD', KEYS[1], string.format('%.0f-%.0f', epoch, seq), 'e', body)
  lines[#lines + 1] = body
end
redis.call('HSET', KEYS[2], 'epoch', string.format('%.0f', epoch), 'seq', string.format('%.0f', seq))
if #lines > 0 then
  redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[2])
  redis.call('PUBLISH', KEYS[1], table.concat(lines, '\\n'))
end
return { string.format('%.0f', epoch), string.format('%.0f', first) }
`;
