/** What to type to have the same without the page; `project` is the project's file, as the terminal has it. */

export const LOAD_MODEL = `import joblib

model = joblib.load("model.joblib")
model.predict_proba(["a new text"])`;

export const labelsCommand = (project: string, votes: boolean): string =>
  `lamplighter export ${project} --to labels.parquet${votes ? " --votes" : ""}`;

export const modelCommand = (project: string): string => `lamplighter export ${project} --model model.joblib
lamplighter predict ${project} new.csv --to labels.csv`;

export const functionsCommand = (place: string): string =>
  `lamplighter export ${place} --functions functions.csv`;

export const reportCommand = (place: string): string => `lamplighter export ${place} --report report.html`;
