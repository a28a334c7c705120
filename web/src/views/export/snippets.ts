/** What to type to have the same without the page. PROJECT is the project's file, as the terminal has it. */

export const LOAD_MODEL = `import joblib

model = joblib.load("model.joblib")
model.predict_proba(["a new text"])`;

export const labelsCommand = (votes: boolean): string =>
  `lamplighter export PROJECT --to labels.parquet${votes ? " --votes" : ""}`;

export const MODEL_COMMAND = `lamplighter export PROJECT --model model.joblib
lamplighter predict PROJECT new.csv --to labels.csv`;
