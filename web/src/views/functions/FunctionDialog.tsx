import "../../theme/overlays";
import { Button, Modal } from "@mantine/core";
import type { FormEvent } from "react";
import type { LabelingFunction, ProjectInfo } from "../../api/client";
import { classColour } from "../../theme/classes";
import { ClassMark } from "../../ui/ClassMark";
import { Comparison } from "./Comparison";
import classes from "./dialog.module.css";
import { Origin } from "./Origin";
import { PatternField } from "./PatternField";
import { ReachField } from "./ReachField";
import { useEditing } from "./useEditing";
import { useFocusBack } from "./useFocusBack";

interface Props {
  project: ProjectInfo;
  /** What is to be changed; nothing: a new function is written. */
  f: LabelingFunction | null;
  /** Whether it stood when the dialog was opened, and does no more. */
  gone: boolean;
  onClose: () => void;
}

/** Change a function, or write one by hand: its fields, and beside them what that would do. */
export function FunctionDialog({ project, f, gone, onClose }: Props) {
  useFocusBack();
  const editing = useEditing({ project, f, gone, onClose });
  const { values, setValues, document, error } = editing;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void editing.save();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(860px, 100vw)"
      title={<Title f={f} />}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form className={classes.form} onSubmit={onSubmit} data-testid="function-dialog" noValidate>
        <div className={classes.fields}>
          <PatternField
            value={values.primitive}
            error={error}
            explained={f === null}
            onChange={(primitive) => setValues({ ...values, primitive })}
          />
          <ClassField
            labels={project.labels}
            label={values.label}
            onChange={(label) => setValues({ ...values, label })}
          />
          {document !== null && (
            <ReachField
              percentile={values.percentile}
              contextualizer={project.contextualizer}
              onChange={(percentile) => setValues({ ...values, percentile })}
            />
          )}
          <Origin f={f} document={document} label={values.label} />
        </div>
        <Comparison f={f} editing={editing} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!editing.complete} data-testid="save-function">
            {f ? "Save" : "Write function"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Title({ f }: { f: LabelingFunction | null }) {
  if (!f) return <b className={classes.title}>New function</b>;
  return (
    <span className={classes.title}>
      Change{" "}
      <b>
        “<bdi>{f.primitive}</bdi>”
      </b>
    </span>
  );
}

interface ClassFieldProps {
  labels: readonly string[];
  label: string;
  onChange: (label: string) => void;
}

function ClassField({ labels, label, onChange }: ClassFieldProps) {
  const index = labels.indexOf(label);
  return (
    <label className={classes.field}>
      <span>Class</span>
      <span className={classes.select} style={{ color: classColour(index) }}>
        <ClassMark index={index} />
        <select
          value={label}
          onChange={(event) => onChange(event.currentTarget.value)}
          data-testid="class-field"
        >
          {labels.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </span>
    </label>
  );
}
