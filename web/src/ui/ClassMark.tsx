import { classColour, classShape } from "../theme/classes";
import { PATHS } from "../theme/paths";

/** A class's shape in its colour. It decorates the name, which always stands beside it. */
export function ClassMark({ index, size = 11 }: { index: number; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" style={{ flex: "none" }}>
      <path d={PATHS[classShape(index)]} fill={classColour(index)} fillRule="evenodd" />
    </svg>
  );
}
