import { Skeleton, VisuallyHidden } from "@mantine/core";
import type { ProjectInfo } from "../../api/client";
import { type ShownScreen, useProject, useScreen } from "../../api/queries";
import { Trouble } from "../../app/Trouble";
import { AllShown } from "./AllShown";
import { Labeling } from "./Labeling";
import classes from "./label.module.css";
import { Strip } from "./Strip";

export function LabelView() {
  const project = useProject().data;
  const screen = useScreen();
  if (screen.isError && !screen.data && project) {
    return <Trouble title="The next text cannot be shown">{screen.error.message}</Trouble>;
  }
  return (
    <div className={classes.page}>
      {/* Outside of what changes with every text, or it would never be read out. */}
      <VisuallyHidden role="status">{screen.data?.said ?? ""}</VisuallyHidden>
      {project && screen.data ? <Work project={project} screen={screen.data} /> : <LabelSkeleton />}
      {project ? <Strip project={project} /> : <div />}
    </div>
  );
}

function Work({ project, screen }: { project: ProjectInfo; screen: ShownScreen }) {
  const { suggestion } = screen;
  if (suggestion === null) return <AllShown project={project} screen={screen} />;
  // A text begins with nothing chosen; the same text, shown again, keeps what was chosen.
  const key = `${project.name}/${suggestion.document.document}`;
  return <Labeling key={key} project={project} screen={screen} suggestion={suggestion} />;
}

function LabelSkeleton() {
  const widths = ["96%", "99%", "92%", "97%", "61%"];
  return (
    <div className={classes.work} data-testid="loading" aria-busy="true">
      <section className={`${classes.card} ${classes.document}`}>
        <div className={classes.lines}>
          {widths.map((width) => (
            <Skeleton key={width} height={17} width={width} radius="sm" />
          ))}
        </div>
      </section>
      <aside className={classes.aside}>
        <Skeleton height={200} radius="lg" />
      </aside>
    </div>
  );
}
