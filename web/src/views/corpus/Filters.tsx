import type { ProjectInfo } from "../../api/client";
import classes from "./corpus.module.css";
import { beginsOf, endsOf, ORDERS, type Order, type Search, sureness, WHICH, type Which } from "./query";

interface Props {
  project: ProjectInfo;
  search: Search;
  onSearch: (search: Search) => void;
}

export function Filters({ project, search, onSearch }: Props) {
  const labels: Choices = project.labels.map((label) => [label, label]);
  const choose = (part: Partial<Search>) => onSearch({ ...search, ...part });
  return (
    <div className={classes.filters}>
      <Select
        name="predicted"
        title="Predicted"
        value={search.predicted}
        choices={[["", "any class"], ...labels]}
        onValue={(predicted) => choose({ predicted })}
      />
      <Range search={search} choose={choose} />
      <Select
        name="given"
        title="You said"
        value={search.given}
        choices={[["", "anything"], ...labels]}
        onValue={(given) => choose({ given })}
      />
      <Select
        name="state"
        title="Votes"
        value={search.state}
        choices={WHICH}
        onValue={(state) => choose({ state: state as Which })}
      />
      <Select
        name="order"
        title="Order"
        value={search.order}
        choices={ORDERS}
        onValue={(order) => choose({ order: order as Order })}
      />
    </div>
  );
}

interface RangeProps {
  search: Search;
  choose: (part: Partial<Search>) => void;
}

/** How likely the predicted class is: from where to where. */
function Range({ search: { least, most }, choose }: RangeProps) {
  const shares = (stops: readonly number[]): Choices => stops.map((stop) => [String(stop), sureness(stop)]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <span className={classes.range} role="group" aria-label="Probability of the predicted class">
      <Select
        name="least"
        title="sure from"
        value={String(least)}
        choices={shares(beginsOf(most))}
        onValue={(value) => choose({ least: Number(value) })}
      />
      <Select
        name="most"
        title="to"
        value={String(most)}
        choices={shares(endsOf(least))}
        onValue={(value) => choose({ most: Number(value) })}
      />
    </span>
  );
}

type Choices = readonly (readonly [value: string, words: string])[];

interface SelectProps {
  name: string;
  title: string;
  value: string;
  choices: Choices;
  onValue: (value: string) => void;
}

/** The system's own: known to every keyboard and screen reader, whatever the number of classes. */
function Select({ name, title, value, choices, onValue }: SelectProps) {
  const asks = value !== choices[0]?.[0];
  return (
    <label className={classes.filter} data-asks={asks || undefined}>
      <span>{title}</span>
      <select
        value={value}
        onChange={(event) => onValue(event.currentTarget.value)}
        data-testid={`filter-${name}`}
      >
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
