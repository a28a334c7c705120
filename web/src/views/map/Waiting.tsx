import { plural } from "../../text/format";
import { Meter } from "../../ui/Meter";
import classes from "./map.module.css";
import { progressInWords } from "./tally";

/** While the map is computed. Nothing waits for it. */
export function Waiting({ share, n }: { share: number; n: number }) {
  return (
    <div className={classes.waiting} data-testid="map-waiting">
      <h2>Drawing the map of {plural(n, "text")}</h2>
      <Meter share={share} tall />
      <p role="status">{progressInWords(share)}</p>
      <p>
        Texts that use the same words come to lie together. It is done once, and takes about a minute for some
        ten thousand texts; meanwhile you can go on in <a href="#/label">Label</a>.
      </p>
    </div>
  );
}
