import { VisuallyHidden } from "@mantine/core";
import classes from "./map.module.css";

interface Props {
  lassoing: boolean;
  onLasso: () => void;
  /** As if the key had been pressed on the map. */
  onKey: (key: string) => void;
  onInSight: () => void;
}

/** What can be done to the map without a wheel. */
export function Tools({ lassoing, onLasso, onKey, onInSight }: Props) {
  return (
    <div className={classes.tools} role="toolbar" aria-label="Map">
      <Tool name="Come nearer" keys="+" onClick={() => onKey("+")} testId="zoom-in">
        <path d="M10 4v12M4 10h12" />
      </Tool>
      <Tool name="Go farther away" keys="-" onClick={() => onKey("-")} testId="zoom-out">
        <path d="M4 10h12" />
      </Tool>
      <Tool name="Show the whole map" keys="0" onClick={() => onKey("0")} testId="zoom-whole">
        <path d="M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4" />
      </Tool>
      <Tool
        name="Draw a line around texts"
        keys="Shift and drag"
        pressed={lassoing}
        onClick={onLasso}
        testId="lasso"
      >
        <path
          d="M10 3.5c4 0 7 2 7 4.7S14 13 10 13 3 11 3 8.2s3-4.7 7-4.7ZM6.5 12.3c-1 1.2-.8 3 .9 4.2"
          strokeDasharray="3 2"
        />
      </Tool>
      <Tool name="Choose all texts in sight" onClick={onInSight} testId="choose-in-sight">
        <path d="M3.5 5.5h13v9h-13ZM7.5 10l2 2 3.5-4" />
      </Tool>
      <VisuallyHidden id="map-keys">
        Arrow keys move the map, plus and minus zoom, 0 shows all of it. Enter opens the text nearest to the
        middle.
      </VisuallyHidden>
    </div>
  );
}

interface ToolProps {
  name: string;
  keys?: string;
  pressed?: boolean;
  onClick: () => void;
  testId: string;
  children: React.ReactNode;
}

function Tool({ name, keys, pressed, onClick, testId, children }: ToolProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={name}
      aria-pressed={pressed}
      title={keys ? `${name} (${keys})` : name}
      data-testid={testId}
    >
      <svg
        width="18"
        height="18"
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        aria-hidden="true"
      >
        {children}
      </svg>
    </button>
  );
}
