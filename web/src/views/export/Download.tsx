import { Button } from "@mantine/core";
import { type MouseEvent, type ReactNode, useState } from "react";
import { useServices } from "../../app/services";
import { DownloadIcon } from "../../ui/icons";

interface Props {
  href: string;
  file: string;
  testId: string;
  children: ReactNode;
}

/**
 * A real link (to copy, or for another program), which a click fetches: a plain download would save
 * the server's error as if it were the file.
 */
export function Download({ href, file, testId, children }: Props) {
  const [busy, setBusy] = useState(false);
  const { client, connection, notices } = useServices();
  const onClick = async (event: MouseEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      save(await client.download(href), file);
      connection.report(true);
    } catch (error) {
      notices.show({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      component="a"
      href={href}
      download={file}
      variant="default"
      leftSection={<DownloadIcon />}
      aria-busy={busy}
      onClick={(event) => void onClick(event)}
      data-testid={testId}
    >
      {busy ? "preparing …" : children}
    </Button>
  );
}

/** Have the browser keep a file. */
export function save(blob: Blob, file: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  // After the click has been taken up; at once would be too early in some browsers.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
