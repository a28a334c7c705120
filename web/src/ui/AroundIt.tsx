import { useAround } from "../api/queries";
import { aroundInWords } from "../text/around";
import { plural } from "../text/format";
import classes from "./around.module.css";

/** How sure the models are of the texts most like this one. */
export function AroundIt({ document }: { document: number }) {
  const { data, isPlaceholderData } = useAround(document);
  const uncertainty = data?.uncertainty ?? null;
  if (!data || uncertainty === null) return null; // nobody knows yet
  return (
    <p
      className={classes.around}
      title={`How unsure the model is of the ${plural(data.n_documents, "text")} most like this one, from 0 to 1`}
      data-testid="around"
      data-late={isPlaceholderData || undefined}
    >
      Labels around it: <b>{aroundInWords(uncertainty)}</b>
      <small>{uncertainty.toFixed(2)} of 1</small>
    </p>
  );
}
