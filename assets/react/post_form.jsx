/* Forms that post their fields as JSON to a route of ours; wrapped in
   clinic_app/web/react/post_form.py. What is typed never enters Reflex's state or websocket. */
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import LoaderCircle from "lucide-react/dist/esm/icons/loader-circle.mjs";
import OctagonAlert from "lucide-react/dist/esm/icons/octagon-alert.mjs";
import { againPath } from "./leave.js";

const UNREACHED =
  "The server cannot be reached. What you typed is still here: please try again in a moment.";
const MISSING = "Please fill this in.";

/* Post a flat object; the answer is {go} or {detail, field}. */
async function post(action, values) {
  try {
    const answer = await fetch(action, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(values),
    });
    const said = await answer.json();
    if (said.code === "signed_out") return { go: againPath() };
    return answer.ok ? { go: said.go } : { detail: said.detail, field: said.field };
  } catch {
    return { detail: UNREACHED };
  }
}

/* Sending, one at a time. It stays busy until the next page is there; coming back ends that. */
function usePost(action) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const underWay = useRef(false);

  useEffect(() => {
    function cameBack(event) {
      if (!event.persisted) return;
      underWay.current = false;
      setBusy(false);
    }
    window.addEventListener("pageshow", cameBack);
    return () => window.removeEventListener("pageshow", cameBack);
  }, []);

  const send = useCallback(
    async (values) => {
      if (underWay.current) return;
      underWay.current = true;
      setBusy(true);
      setProblem(null);
      const answer = await post(action, values);
      if (answer.go) {
        // A whole load, so that the websocket's handshake carries the new cookie.
        window.location.assign(answer.go);
        return;
      }
      underWay.current = false;
      setBusy(false);
      setProblem(answer);
    },
    [action],
  );
  return { busy, problem, setProblem, send };
}

function visibleField(form, name) {
  const found = name ? form?.elements.namedItem(name) : null;
  return found instanceof HTMLElement && found.type !== "hidden" ? found : null;
}

function firstMissing(form) {
  return [...form.elements].find((one) => one.required && one.name && one.value.trim() === "");
}

function valuesOf(form, { fixed, fromPath, fromQuery }) {
  const values = { ...Object.fromEntries(new FormData(form)), ...fixed };
  if (fromPath) values[fromPath] = decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1));
  const query = new URLSearchParams(location.search);
  for (const name of fromQuery ?? []) if (query.has(name)) values[name] = query.get(name);
  return values;
}

/* Ties a problem to its field for screen readers, and brings the person there. */
function useField(form, problem, noteId) {
  const [field, setField] = useState(null);
  useEffect(() => {
    const input = visibleField(form.current, problem?.field);
    setField(input);
    if (!input) return undefined;
    const described = input.getAttribute("aria-describedby");
    const invalid = input.getAttribute("aria-invalid");
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", [described, noteId].filter(Boolean).join(" "));
    input.focus();
    return () => {
      restore(input, "aria-invalid", invalid);
      restore(input, "aria-describedby", described);
    };
  }, [form, problem, noteId]);
  return field;
}

function restore(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

export function PostForm({ action, submit, fixed, fromPath, fromQuery, wide, label, children }) {
  const form = useRef(null);
  const above = useRef(null);
  const noteId = useId();
  const { busy, problem, setProblem, send } = usePost(action);
  const field = useField(form, problem, noteId);
  const general = problem && !visibleField(form.current, problem.field);

  useEffect(() => {
    if (general) above.current?.focus();
  }, [general, problem]);

  function submitted(event) {
    event.preventDefault();
    event.stopPropagation();
    const missing = firstMissing(form.current);
    if (missing) setProblem({ detail: MISSING, field: missing.name });
    else send(valuesOf(form.current, { fixed, fromPath, fromQuery }));
  }

  function typed(event) {
    if (problem?.field === event.target.name) setProblem(null);
  }

  return (
    <form
      ref={form}
      className="form"
      noValidate
      aria-label={label || undefined}
      onSubmit={submitted}
      onInput={typed}
    >
      {general && (
        <div ref={above} className="banner tint-red" role="alert" tabIndex={-1}>
          <OctagonAlert className="icon" size={16} aria-hidden="true" />
          <div className="banner-body">
            <p>{problem.detail}</p>
          </div>
        </div>
      )}
      {children}
      {problem &&
        field &&
        createPortal(
          <p id={noteId} className="field-error" role="alert">
            {problem.detail}
          </p>,
          field.closest(".field") ?? field.parentElement,
        )}
      <div className="form-actions">
        <button
          type="submit"
          className={`btn btn--primary${wide ? " btn--wide" : ""}`}
          disabled={busy}
          aria-busy={busy}
        >
          {busy && <LoaderCircle className="icon icon--spin" size={16} aria-hidden="true" />}
          {submit}
        </button>
      </div>
    </form>
  );
}

/* One click that posts what it was given. */
export function PostButton({ action, fixed, className, children }) {
  const { busy, problem, send } = usePost(action);
  return (
    <>
      <button
        type="button"
        className={className}
        disabled={busy}
        aria-busy={busy}
        onClick={() => send(fixed ?? {})}
      >
        {children}
      </button>
      {problem && (
        <p className="field-error" role="alert">
          {problem.detail}
        </p>
      )}
    </>
  );
}
