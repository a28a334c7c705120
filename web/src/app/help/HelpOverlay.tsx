import "../../theme/overlays";
import { Button, Modal } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import classes from "./help.module.css";
import { KeySettings } from "./KeySettings";
import { KeyTables } from "./KeyTables";

interface Props {
  onClose: () => void;
  onTour: () => void;
}

/** The loop in two sentences and all keys; from here keys are changed, and the tour is taken again. */
export default function HelpOverlay({ onClose, onTour }: Props) {
  const [changing, setChanging] = useState(false);
  const face = useFocusOnChange(changing);
  const ways = { onChange: () => setChanging(true), onTour };
  return (
    <Modal
      opened
      onClose={onClose}
      title={changing ? "Change the keys" : "How to work here"}
      size="xl"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div ref={face} tabIndex={-1} className={classes.face}>
        {changing ? <KeySettings onBack={() => setChanging(false)} /> : <Help {...ways} />}
      </div>
    </Modal>
  );
}

interface Ways {
  onChange: () => void;
  onTour: () => void;
}

function Help({ onChange, onTour }: Ways) {
  return (
    <div data-testid="help">
      <p className={classes.note}>
        Say which class the text belongs to, and which word gives it away. That makes a labeling function: it
        votes on the texts that have the word; where functions have a radius, on those of them that are like
        this one. The next text is there at once, and models learn behind it.
      </p>
      <div className={classes.ways}>
        <Button variant="default" onClick={onChange} data-testid="change-keys">
          Change the keys
        </Button>
        <Button variant="default" onClick={onTour} data-testid="take-tour">
          Take the tour
        </Button>
      </div>
      <KeyTables />
    </div>
  );
}

/** Where one face takes the place of the other, the keyboard goes along: the button that had it is gone. */
function useFocusOnChange(changing: boolean) {
  const face = useRef<HTMLDivElement>(null);
  const before = useRef(changing);
  useEffect(() => {
    if (before.current !== changing) face.current?.focus();
    before.current = changing;
  }, [changing]);
  return face;
}
