import "./menus";
import { Button, Menu } from "@mantine/core";
import { useServices } from "../../app/services";
import { DownloadIcon } from "../../ui/icons";
import { save } from "../export/Download";
import { FORMS, type Form } from "./importing";

/** The functions that stand, as a file in one of three forms. */
export function ExportMenu() {
  const download = useDownload();
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button variant="default" leftSection={<DownloadIcon />} data-testid="export-functions">
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMS.map((form) => (
          <Menu.Item key={form.form} onClick={() => void download(form)} data-testid={`export-${form.form}`}>
            {form.means}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Fetched first: a plain download would save the server's error as if it were the file. */
function useDownload() {
  const { client, connection, notices } = useServices();
  return async ({ form, file }: Form) => {
    try {
      save(await client.download(client.functionsUrl(form)), file);
      connection.report(true);
    } catch (error) {
      notices.show({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    }
  };
}
