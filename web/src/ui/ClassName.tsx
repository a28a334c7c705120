import { classColour } from "../theme/classes";
import { ClassMark } from "./ClassMark";
import classes from "./ui.module.css";

/** A class's mark and name. */
export function ClassName({ index, name }: { index: number; name: string }) {
  return (
    <span className={classes.className} style={{ color: classColour(index) }}>
      <ClassMark index={index} />
      <bdi>{name}</bdi>
    </span>
  );
}
