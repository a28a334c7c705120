import "./menus";
import { Menu } from "@mantine/core";
import { useRef } from "react";
import type { LabelingFunction } from "../../api/client";
import { MoreIcon } from "../../ui/icons";
import { pathOfFunction } from "../corpus/query";
import classes from "./table.module.css";
import { useFunctionActions } from "./useFunctionActions";

/** What else can be done with a function. */
export function RowMenu({ f, onEdit }: { f: LabelingFunction; onEdit: (f: LabelingFunction) => void }) {
  const { withdraw } = useFunctionActions();
  const target = useRef<HTMLButtonElement>(null);
  const edit = () => {
    // The dialog gives the keyboard back to what had it: not to the menu's line, which is gone by then.
    target.current?.focus();
    onEdit(f);
  };
  const takeBack = async () => {
    const next = neighbourOf(target.current);
    await withdraw(f);
    next?.focus();
  };
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button
          ref={target}
          type="button"
          className={classes.more}
          aria-label={`More of “${f.primitive}” votes ${f.label}`}
          data-testid="more"
        >
          <MoreIcon />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={edit} data-testid="menu-edit">
          Change …
        </Menu.Item>
        <Menu.Item component="a" href={pathOfFunction(f.id)} data-testid="menu-corpus">
          Texts it votes on
        </Menu.Item>
        <Menu.Item onClick={() => void takeBack()} data-testid="withdraw">
          Withdraw
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The same button of the next row, or of the one before: where the keyboard goes when a row goes. */
function neighbourOf(button: HTMLElement | null): HTMLElement | null {
  const row = button?.closest("tr");
  const near = row?.nextElementSibling ?? row?.previousElementSibling;
  return near?.querySelector<HTMLElement>("[data-testid=more]") ?? null;
}
