import { useMantineColorScheme } from "@mantine/core";
import { freshness } from "../api/freshness";
import { useProgress, useProject, useScreen, useStep } from "../api/queries";
import { count, plural } from "../text/format";
import { AutoIcon, LampMark, MoonIcon, SunIcon } from "../ui/icons";
import { useKeyName } from "../ui/Keys";
import { VIEWS } from "../views/registry";
import classes from "./App.module.css";
import { pathOf, useView } from "./route";

export function Header({ onHelp }: { onHelp: () => void }) {
  return (
    <header className={classes.header}>
      <a className={classes.mark} href="#/label">
        <LampMark />
        lamplighter
      </a>
      <Navigation />
      <div className={classes.right}>
        <ProjectName />
        <Fresh />
        <div className={classes.tools}>
          <SchemeButton />
          <HelpButton onHelp={onHelp} />
        </div>
      </div>
    </header>
  );
}

function HelpButton({ onHelp }: { onHelp: () => void }) {
  const key = useKeyName("help");
  return (
    <button
      type="button"
      className={classes.tool}
      onClick={onHelp}
      aria-label="Help: all keys"
      title={key ? `All keys (${key})` : "All keys"}
      data-testid="help-button"
    >
      ?
    </button>
  );
}

function Navigation() {
  const current = useView();
  const progress = useProgress().data;
  return (
    <nav className={classes.nav} aria-label="Views">
      {VIEWS.map((view) => (
        <a
          key={view.name}
          href={pathOf(view)}
          aria-current={view.name === current.name ? "page" : undefined}
          data-testid={`nav-${view.name}`}
        >
          {view.title}
          {view.counts && progress && <small>{count(progress[view.counts])}</small>}
        </a>
      ))}
    </nav>
  );
}

function ProjectName() {
  const project = useProject().data;
  if (!project) return null;
  return (
    <span className={classes.project} data-testid="project" title={project.name}>
      {project.name} · {plural(project.n_documents, "text")}
    </span>
  );
}

function Fresh() {
  const step = useStep();
  const shown = useScreen().data?.step.step; // progress may tell of an answer before its next text is here
  if (!step) return null;
  const { state, text, short } = freshness(step);
  const seconds = step.learnt_seconds === null ? undefined : `learnt in ${step.learnt_seconds.toFixed(1)} s`;
  return (
    <span
      className={classes.fresh}
      data-testid="freshness"
      data-state={state}
      data-step={shown}
      data-models-step={step.models_step}
      title={seconds}
    >
      <i aria-hidden="true" />
      <span data-long>{text}</span>
      <span data-short aria-hidden="true">
        {short}
      </span>
    </span>
  );
}

const NEXT_SCHEME = { auto: "light", light: "dark", dark: "auto" } as const;
const SCHEME_ICONS = { auto: AutoIcon, light: SunIcon, dark: MoonIcon };
const SCHEME_WORDS = { auto: "as the system has it", light: "light", dark: "dark" };

function SchemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = SCHEME_ICONS[colorScheme];
  const words = `Colours: ${SCHEME_WORDS[colorScheme]}. Change to ${SCHEME_WORDS[NEXT_SCHEME[colorScheme]]}`;
  return (
    <button
      type="button"
      className={classes.tool}
      onClick={() => setColorScheme(NEXT_SCHEME[colorScheme])}
      aria-label={words}
      title={words}
      data-testid="color-scheme"
      data-scheme={colorScheme}
    >
      <Icon />
    </button>
  );
}
