// The calendar's keys, opened by "?" anywhere on its page or by a click on .calendar-help.
import { useEffect, useRef, useState } from "react";
import { Dialog } from "@radix-ui/themes";

const GETTING_ABOUT = [
  ["Tab", "To the times, then to the visits"],
  ["← ↑ ↓ →", "From visit to visit, or from time to time"],
  ["Home End", "First and last"],
  ["Enter", "Open the visit, or book at the time"],
  ["Page up, Page down", "Day or week before and after"],
  ["T", "Today"],
  ["W", "At a time: why it is not free"],
  ["?", "These keys"],
];
const MOVING = [
  ["Space or M", "Pick the visit up"],
  ["← ↑ ↓ →", "Carry it"],
  ["Shift and ↑ ↓", "Make it shorter or longer; of who assists, their part"],
  ["Enter", "Drop it"],
  ["Escape", "Put it back"],
  ["Ctrl Z", "Undo the last move"],
  ["By finger", "Hold the visit, then carry it; hold its lower end to lengthen it"],
];

export function CalendarKeys({ editable }) {
  const [open, setOpen] = useState(false);
  const openedFrom = useRef(null);

  function giveBack(event) {
    event.preventDefault();
    openedFrom.current?.focus({ preventScroll: true });
  }

  useEffect(() => {
    const key = (event) => {
      const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
      const busy = document.querySelector("dialog[open], div[role=dialog], div[role=alertdialog]");
      if (event.key === "?" && !writing && !busy) show();
    };
    const click = (event) => event.target.closest?.(".calendar-help") && show();
    const show = () => {
      openedFrom.current = document.activeElement;
      setOpen(true);
    };
    document.addEventListener("keydown", key);
    document.addEventListener("click", click);
    return () => {
      document.removeEventListener("keydown", key);
      document.removeEventListener("click", click);
    };
  }, []);

  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Content className="dialog dialog--small" aria-describedby={undefined} onCloseAutoFocus={giveBack}>
        <div className="dialog-head">
          <Dialog.Title className="dialog-title">Keys of the calendar</Dialog.Title>
        </div>
        <div className="dialog-body">
          <Keys rows={GETTING_ABOUT} />
          {editable && <h3 className="calendar-keys-title">Moving a visit</h3>}
          {editable && <Keys rows={MOVING} />}
        </div>
        <div className="dialog-foot">
          <Dialog.Close>
            <button type="button" className="btn btn--secondary">Close</button>
          </Dialog.Close>
        </div>
      </Dialog.Content>
    </Dialog.Root>
  );
}

function Keys({ rows }) {
  return (
    <dl className="calendar-keys">
      {rows.map(([keys, does]) => (
        <div key={keys}>
          <dt><kbd className="kbd">{keys}</kbd></dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
