/* The palette and the combobox; wrapped in clinic_app/web/react/command.py. */
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { Command } from "cmdk";
import { Dialog } from "@radix-ui/themes";
import Activity from "lucide-react/dist/esm/icons/activity.mjs";
import ArrowRight from "lucide-react/dist/esm/icons/arrow-right.mjs";
import Calendar from "lucide-react/dist/esm/icons/calendar.mjs";
import CalendarPlus from "lucide-react/dist/esm/icons/calendar-plus.mjs";
import CalendarX from "lucide-react/dist/esm/icons/calendar-x.mjs";
import CircleUser from "lucide-react/dist/esm/icons/circle-user.mjs";
import DoorOpen from "lucide-react/dist/esm/icons/door-open.mjs";
import Globe from "lucide-react/dist/esm/icons/globe.mjs";
import Hourglass from "lucide-react/dist/esm/icons/hourglass.mjs";
import House from "lucide-react/dist/esm/icons/house.mjs";
import KeyRound from "lucide-react/dist/esm/icons/key-round.mjs";
import ListChecks from "lucide-react/dist/esm/icons/list-checks.mjs";
import ListOrdered from "lucide-react/dist/esm/icons/list-ordered.mjs";
import LogOut from "lucide-react/dist/esm/icons/log-out.mjs";
import Moon from "lucide-react/dist/esm/icons/moon.mjs";
import Plus from "lucide-react/dist/esm/icons/plus.mjs";
import Rss from "lucide-react/dist/esm/icons/rss.mjs";
import Scale from "lucide-react/dist/esm/icons/scale.mjs";
import ScanLine from "lucide-react/dist/esm/icons/scan-line.mjs";
import Search from "lucide-react/dist/esm/icons/search.mjs";
import Settings from "lucide-react/dist/esm/icons/settings.mjs";
import Stethoscope from "lucide-react/dist/esm/icons/stethoscope.mjs";
import Sun from "lucide-react/dist/esm/icons/sun.mjs";
import TreePalm from "lucide-react/dist/esm/icons/tree-palm.mjs";
import User from "lucide-react/dist/esm/icons/user.mjs";
import UserCog from "lucide-react/dist/esm/icons/user-cog.mjs";
import UserPlus from "lucide-react/dist/esm/icons/user-plus.mjs";
import Users from "lucide-react/dist/esm/icons/users.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";

const ICONS = {
  activity: Activity, calendar: Calendar, "calendar-plus": CalendarPlus,
  "calendar-x": CalendarX, "circle-user": CircleUser, "door-open": DoorOpen, globe: Globe,
  hourglass: Hourglass, house: House, "key-round": KeyRound, "list-checks": ListChecks,
  "list-ordered": ListOrdered, "log-out": LogOut, moon: Moon, plus: Plus, rss: Rss,
  scale: Scale, "scan-line": ScanLine, search: Search, settings: Settings,
  stethoscope: Stethoscope, sun: Sun, "tree-palm": TreePalm, user: User, "user-cog": UserCog,
  "user-plus": UserPlus, users: Users,
};
const PAUSE = 140; // ms without a key before the server is asked

/* Letters without accents, so that "marin" finds "Marín". */
function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/* What was typed, marked in the label, where it stands at the start of a word. */
function Marked({ label, query }) {
  const wanted = plain(query.trim());
  const flat = plain(label);
  // Only where folding kept every place is it safe to cut by position.
  if (!wanted || flat.length !== label.length) return label;
  const at = ` ${flat}`.indexOf(` ${wanted}`);
  if (at < 0) return label;
  const end = at + wanted.length;
  return <>{label.slice(0, at)}<mark>{label.slice(at, end)}</mark>{label.slice(end)}</>;
}

function Line({ item, query }) {
  const Icon = ICONS[item.icon] || (item.letters ? null : ArrowRight);
  return (
    <>
      {Icon
        ? <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
        : <span className={`avatar tint-${item.tint || "violet"}`} aria-hidden="true">{item.letters}</span>}
      <span className="option-text">
        <span className="option-label"><Marked label={item.label} query={query} /></span>
        {item.detail && <span className="option-detail truncate">{item.detail}</span>}
      </span>
    </>
  );
}

/* Tells the server what was typed, after a pause; an empty query is told at once. */
function useAsk(onQuery) {
  const timer = useRef();
  const latest = useRef(onQuery);
  latest.current = onQuery;
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback((query) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current?.(query.trim()), query.trim() ? PAUSE : 0);
  }, []);
}

export function CommandPalette({
  items = [], results = [], loading, label, placeholder, opener, onQuery, onPick,
}) {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const ask = useAsk(onQuery);

  useEffect(() => {
    function key(event) {
      if (event.key?.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.altKey) {
        event.preventDefault();
        setOpen((shown) => !shown);
      }
    }
    function click(event) {
      if (opener && event.target.closest?.(opener)) setOpen(true);
    }
    document.addEventListener("keydown", key);
    document.addEventListener("click", click);
    return () => {
      document.removeEventListener("keydown", key);
      document.removeEventListener("click", click);
    };
  }, [opener]);

  function change(next) {
    setOpen(next);
    if (!next && query) type("");
  }

  function type(next) {
    setQuery(next);
    ask(next);
  }

  function pick(id) {
    change(false);
    onPick?.(id);
  }

  const words = plain(query).split(/\s+/).filter(Boolean);
  const known = items.filter((item) => {
    const text = plain(`${item.label} ${item.detail} ${item.group}`);
    return words.every((word) => text.includes(word));
  });
  const shown = query.trim() ? [...known, ...results] : known;
  const groups = [...new Set(shown.map((item) => item.group))];

  return (
    <Dialog.Root open={open} onOpenChange={change}>
      <Dialog.Content className="dialog palette" aria-describedby={undefined}>
        <Dialog.Title className="sr-only">{label}</Dialog.Title>
        <Command label={label} shouldFilter={false} loop>
          <div className="palette-search">
            <Search size={17} strokeWidth={1.75} aria-hidden="true" />
            <Command.Input
              className="palette-input" value={query} onValueChange={type} placeholder={placeholder}
            />
            <kbd className="kbd">Esc</kbd>
          </div>
          <Command.List className="palette-list" label={label}>
            {groups.map((group) => (
              <Command.Group key={group} heading={group || undefined}>
                {shown.filter((item) => item.group === group).map((item) => (
                  <Command.Item
                    key={item.id} value={item.id} disabled={item.disabled}
                    className="option" onSelect={() => pick(item.id)}
                  >
                    <Line item={item} query={query} />
                  </Command.Item>
                ))}
              </Command.Group>
            ))}
            {!shown.length && !loading && (
              <Command.Empty className="option-note">Nothing found for “{query}”.</Command.Empty>
            )}
          </Command.List>
          <div className="palette-foot" role="status">
            {loading && query.trim()
              ? <span>Searching…</span>
              : <>
                  <span><kbd className="kbd">↑↓</kbd> to move</span>
                  <span><kbd className="kbd">↵</kbd> to open</span>
                </>}
          </div>
        </Command>
      </Dialog.Content>
    </Dialog.Root>
  );
}

export function Combobox({
  id, name, value, picked, results = [], loading, placeholder, nothing, createWords, required,
  disabled, autoFocus, answers, onQuery, onPick, onClear, onCreate, ...rest
}) {
  const listId = useId();
  const box = useRef(null);
  const [typed, setTyped] = useState(null); // null: nothing typed since the last choice
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(null); // the line pointed at; null: nobody pointed yet
  const ask = useAsk(onQuery);

  const query = (typed ?? "").trim();
  // Until the answer to this very query is here, nobody is known to be missing.
  const waiting = Boolean(loading) || (answers !== undefined && answers !== query);
  const mayCreate = Boolean(createWords && onCreate && query && !waiting);
  const count = results.length + (mayCreate ? 1 : 0);
  const shown = open && query !== "";
  const heading = results[0]?.group;
  const active = Math.min(at ?? (heading ? -1 : 0), Math.max(count - 1, 0));

  useEffect(() => setAt(null), [query]);
  useEffect(() => {
    if (shown) document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [shown, active, listId]);

  function close() {
    setOpen(false);
    setTyped(null);
  }

  function choose(index) {
    if (index < results.length) {
      if (results[index].disabled) return;
      onPick?.(results[index].id);
    } else {
      onCreate?.(query);
    }
    close();
  }

  function key(event) {
    if (event.key === "Escape" && shown) {
      event.preventDefault();
      event.stopPropagation(); // the first Esc closes the list, the next one the dialog
      close();
    } else if (event.key === "Enter" && shown) {
      event.preventDefault();
      if (count && active >= 0) choose(active);
    } else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      setOpen(true);
      const next = event.key === "ArrowDown" ? active + 1 : Math.max(active, 0) + count - 1;
      if (count) setAt(next % count);
    }
  }

  function leave(event) {
    if (box.current?.contains(event.relatedTarget)) return;
    if (typed === "" && value) onClear?.(); // the button's way by keyboard
    close();
  }

  return (
    <div className="combobox" ref={box} onBlur={leave}>
      <div className="field-control">
        <input
          id={id} type="text" role="combobox" className="input" autoComplete="off" spellCheck={false}
          aria-autocomplete="list" aria-expanded={shown} aria-controls={listId}
          aria-activedescendant={shown && count && active >= 0 ? `${listId}-${active}` : undefined}
          aria-describedby={rest["aria-describedby"]} aria-invalid={rest["aria-invalid"]}
          aria-required={required} disabled={disabled} autoFocus={autoFocus} placeholder={placeholder}
          value={typed ?? picked ?? ""}
          onChange={(event) => {
            setTyped(event.target.value);
            setOpen(true);
            ask(event.target.value);
          }}
          onKeyDown={key}
        />
        {value && onClear && !disabled && (
          <button
            type="button" className="combobox-clear" aria-label="Clear" tabIndex={-1}
            onClick={() => { close(); onClear(); document.getElementById(id)?.focus(); }}
          >
            <X size={15} aria-hidden="true" />
          </button>
        )}
      </div>
      <input type="hidden" name={name} value={value ?? ""} />
      <div className="combobox-list" id={listId} role="listbox" aria-label="Suggestions" hidden={!shown}>
        {shown && heading && (
          <div className="option-note" role="option" aria-selected="false" aria-disabled="true">
            {heading}
          </div>
        )}
        {shown && results.map((item, index) => (
          <div
            key={item.id} id={`${listId}-${index}`} role="option" className="option"
            aria-selected={index === active} aria-disabled={item.disabled || undefined}
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => setAt(index)} onClick={() => choose(index)}
          >
            <Line item={item} query={query} />
          </div>
        ))}
        {shown && !results.length && (
          <div className="option-note" role="option" aria-selected="false" aria-disabled="true">
            {waiting ? "Searching…" : nothing}
          </div>
        )}
        {shown && mayCreate && (
          <div
            id={`${listId}-${results.length}`} role="option" className="option option--create"
            aria-selected={active === results.length}
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => setAt(results.length)} onClick={() => choose(results.length)}
          >
            <Plus size={16} aria-hidden="true" />
            <span>{createWords.replace("{}", () => query)}</span>
          </div>
        )}
      </div>
    </div>
  );
}
