import { Skeleton } from './states.tsx';

/** The shape of a list of entries, two lines each, that is being read. */
export function LinesComing({ count = 4 }: { count?: number }) {
  return (
    <div className="divide-y divide-hairline">
      {[64, 46, 72, 52, 60, 40].slice(0, count).map((widthPercent) => (
        <div key={widthPercent} className="py-4">
          <div className="space-y-2.5" style={{ width: `${widthPercent}%` }}>
            <Skeleton className="h-4 w-3/5" />
            <Skeleton className="h-3 w-full" />
          </div>
        </div>
      ))}
    </div>
  );
}
