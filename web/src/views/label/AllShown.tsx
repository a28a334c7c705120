import { Button } from "@mantine/core";
import { useUndo } from "../../api/actions";
import type { ProjectInfo } from "../../api/client";
import type { ShownScreen } from "../../api/queries";
import { Trouble } from "../../app/Trouble";
import { plural } from "../../text/format";
import { KeysFor } from "../../ui/Keys";
import classes from "./label.module.css";

/** Nothing is left to show. */
export function AllShown({ project, screen }: { project: ProjectInfo; screen: ShownScreen }) {
  const undo = useUndo();
  return (
    <div className={classes.allShown}>
      <Trouble title="Every text has been shown" testId="all-shown">
        <p>
          {plural(project.n_documents, "text")}, and none is left. Look over the{" "}
          <a href="#/functions">functions</a>, see how good it is in <a href="#/progress">Progress</a>, or{" "}
          <a href="#/export">export</a> the labels and the model.
        </p>
      </Trouble>
      {screen.step.can_undo !== null && (
        <Button
          variant="default"
          onClick={() => void undo()}
          rightSection={<KeysFor action="undo" />}
          data-testid="undo"
        >
          Undo {screen.step.can_undo}
        </Button>
      )}
    </div>
  );
}
