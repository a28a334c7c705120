import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { Palette } from "../../theme/palette";
import type { Point } from "./camera";
import classes from "./map.module.css";
import { type Example, Painter } from "./painter";
import { enclosed, nearest } from "./places";
import { type Drawing, HIDDEN } from "./raster";
import { Tools } from "./Tools";
import { useGestures } from "./useGestures";

interface Props {
  drawing: Drawing;
  examples: readonly Example[];
  source: number | null;
  palette: Palette;
  /** The map in words. */
  words: string;
  /** What a document's card says. */
  cardOf: (document: number) => ReactNode;
  onChosen: (documents: number[]) => void;
  onOpen: (document: number) => void;
  onClear: () => void;
}

/** Pixels around the pointer in which a point is found; around the middle, where keys are used. */
const NEAR = 10;
const NEAR_MIDDLE = 60;
const NO_LINE: readonly Point[] = [];

/** The points, and all that a hand can do to them. */
export function MapCanvas({ drawing, examples, source, palette, words, cardOf, ...told }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const [lassoing, setLassoing] = useState(false);
  const [hovered, setHovered] = useState<number | null>(null);
  const [line, setLine] = useState(NO_LINE);
  const painter = usePainter(host);
  const shown = useCallback((document: number) => drawing.look[document] !== HIDDEN, [drawing]);
  const find = (at: Point, radius: number): number | null => {
    const { current } = painter;
    return current && nearest(drawing.places, current.onMap(at), current.span(radius), shown);
  };
  const choose = (around: readonly Point[]) => {
    setLassoing(false);
    told.onChosen(enclosed(drawing.places, around, shown));
  };

  useEffect(() => painter.current?.setDrawing(drawing), [painter, drawing]);
  useEffect(() => {
    const { ink, card, lampInk: lamp } = palette;
    painter.current?.setMarks({ examples, hovered, source, line, ink, card, lamp });
  }, [painter, examples, hovered, source, line, palette]);

  const gestures = useGestures(host, painter, {
    lassoing,
    onLine: setLine,
    onEnclosed: choose,
    onPoint: (at) => setHovered(at && find(at, NEAR)),
    onClick: (at) => {
      const document = find(at, NEAR);
      if (document !== null) told.onOpen(document);
    },
  });
  const middle = (): Point => [
    (painter.current?.size.width ?? 0) / 2,
    (painter.current?.size.height ?? 0) / 2,
  ];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (painter.current?.key(event.key)) setHovered(find(middle(), NEAR_MIDDLE));
    else if (event.key === "Enter" && hovered !== null) told.onOpen(hovered);
    else if (event.key === "Escape") {
      setLassoing(false);
      setHovered(null);
      told.onClear();
    } else return;
    event.preventDefault();
  };
  const insight = () => {
    const { current } = painter;
    if (!current) return;
    const { width, height } = current.size;
    const corners: Point[] = [[0, 0], [width, 0], [width, height], [0, height]]; // biome-ignore format: a rectangle
    choose(corners.map((corner) => current.onMap(corner)));
  };
  return (
    <div className={classes.map}>
      <div
        ref={host}
        className={classes.canvas}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the map
        tabIndex={0}
        aria-label={`Map of the corpus: ${words}`}
        aria-describedby="map-keys"
        data-lassoing={lassoing || undefined}
        data-testid="map"
        onKeyDown={onKeyDown}
        onBlur={() => setHovered(null)}
        {...gestures}
      >
        <canvas data-testid="map-points" />
        <canvas data-testid="map-marks" />
      </div>
      <Tools
        lassoing={lassoing}
        onLasso={() => setLassoing(!lassoing)}
        onKey={(key) => painter.current?.key(key)}
        onInSight={insight}
      />
      {hovered !== null && painter.current && (
        <PointCard at={painter.current.onScreen(hovered)} size={painter.current.size}>
          {cardOf(hovered)}
        </PointCard>
      )}
    </div>
  );
}

/** One painter for as long as the canvases live; it is told of their size. */
function usePainter(host: React.RefObject<HTMLDivElement | null>) {
  const painter = useRef<Painter | null>(null);
  useEffect(() => {
    const element = host.current;
    const [points, above] = element?.querySelectorAll("canvas") ?? [];
    if (!element || !points || !above) return;
    const made = new Painter(points, above, (inSight, camera) => {
      element.dataset.drawn = String(inSight);
      element.dataset.zoom = camera.zoom.toFixed(3);
      element.dataset.x = camera.x.toFixed(4);
      element.dataset.y = camera.y.toFixed(4);
    });
    const resized = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    painter.current = made;
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.dispose();
    };
  }, [host]);
  return painter;
}

const CARD_WIDTH = 300;

/** Beside its point, on the side where there is room. */
function PointCard({
  at: [x, y],
  size,
  children,
}: {
  at: Point;
  size: { width: number; height: number };
  children: ReactNode;
}) {
  const width = Math.min(CARD_WIDTH, size.width - 20);
  const left = Math.min(
    Math.max(x + 16 + width > size.width ? x - 16 - width : x + 16, 10),
    size.width - width - 10,
  );
  const place = y < size.height / 2 ? { top: y + 12 } : { bottom: size.height - y + 12 };
  return (
    <div className={classes.point} style={{ left, width, ...place }} role="status" data-testid="point-card">
      {children}
    </div>
  );
}
