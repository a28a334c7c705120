/** Files of functions: which form a name promises. */
import type { FunctionsFormat } from "../../api/client";

export interface Form {
  form: FunctionsFormat;
  /** What it is called when it is written. */
  file: string;
  means: string;
}

export const FORMS: readonly Form[] = [
  { form: "csv", file: "functions.csv", means: "CSV with the columns query and label" },
  { form: "jsonl", file: "patterns.jsonl", means: "Prodigy’s patterns.jsonl: words alone" },
  { form: "json", file: "functions.json", means: "JSON with all there is to say of them" },
];

/** The form by the name’s ending; nothing for another one. */
export function formOf(name: string): FunctionsFormat | null {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase();
  return FORMS.find(({ form }) => form === ending)?.form ?? null;
}

export const notAForm = (name: string): string =>
  `“${name}” is none of the forms that are known here. Expected a file that ends in .csv, .jsonl or .json.`;
