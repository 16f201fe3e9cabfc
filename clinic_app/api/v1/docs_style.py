"""The look of the description's page: the design system's colours, light and dark."""

STYLE = """
:root{--page:#fbfcfd;--panel:#fff;--sunk:#f4f6f8;--line:#e6e9ee;--ink:#11181c;--ink-2:#5b6570;
--accent:#0d7d74;--green:#18794e;--blue:#0b68cb;--red:#c62a2f}
@media (prefers-color-scheme:dark){:root{--page:#0f1214;--panel:#16191c;--sunk:#1b1f23;
--line:#262b30;--ink:#eceef0;--ink-2:#a3acb5;--accent:#3cc7b7;--green:#62d29a;--blue:#7fb6ff;
--red:#ff8589}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:14px/1.6 Inter,system-ui,sans-serif;
display:grid;grid-template-columns:248px minmax(0,1fr)}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:24px 16px;font-size:13px;
background:var(--panel);border-inline-end:1px solid var(--line)}
nav a{color:var(--ink);text-decoration:none;display:block;padding:2px 8px;border-radius:6px}
nav a:hover{background:var(--sunk)}
nav .brand{font-weight:600;font-size:15px;color:var(--accent);margin-block-end:8px}
nav p{color:var(--ink-2);margin:16px 8px 4px;font-size:12px}
nav ul{list-style:none;margin:0;padding:0}
main{max-width:860px;padding:32px;min-width:0}
h1{font-size:26px;margin:0 0 16px}
h2{font-size:18px;margin:48px 0 0;padding-block-end:8px;border-block-end:1px solid var(--line)}
h3{font-size:15px;margin:0 0 4px}
section{margin-block-start:24px;padding:16px;background:var(--panel);
border:1px solid var(--line);border-radius:8px;scroll-margin-top:16px}
p{margin:0 0 8px}
code,pre{font:12.5px/1.6 ui-monospace,monospace}
pre{background:var(--sunk);border:1px solid var(--line);border-radius:6px;padding:12px;
overflow:auto;margin:12px 0}
.verb{font:600 12px/1 ui-monospace,monospace;color:var(--green)}
.verb:is(.post,.put,.patch){color:var(--blue)}
.verb.delete{color:var(--red)}
.route code{overflow-wrap:anywhere}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:12px 0;font-size:13px}
caption{text-align:start;color:var(--ink-2);font-size:12px;padding-block-end:4px}
th,td{text-align:start;vertical-align:top;font-weight:400;padding:6px 12px 6px 0;
border-block-start:1px solid var(--line)}
th i{color:var(--ink-2);font-size:12px}
td:nth-child(2){color:var(--ink-2)}
dl{display:grid;grid-template-columns:44px minmax(0,1fr);gap:4px 8px;margin:8px 0 0;font-size:13px}
dt{color:var(--ink-2);font-variant-numeric:tabular-nums}
dd{margin:0}
@media (max-width:760px){body{display:block}
nav{position:static;height:auto;border-inline-end:0;border-block-end:1px solid var(--line)}
main{padding:24px 16px}th,td{overflow-wrap:anywhere}}
"""
