"""The colours of a drawing, by day and by night."""

from typing import Final

STYLE: Final = """
.shibao { --paper: #ffffff; --ink: #1f2328; --faint: #656d76; --line: #d5d9de;
  --l0: #e6e9ed; --l1: #b5e0c8; --l2: #74c29a; --l3: #339966; --l4: #14603c;
  --pending: #e08600; --hole: #d1242f; }
@media (prefers-color-scheme: dark) {
  .shibao { --paper: #0f1318; --ink: #e6edf3; --faint: #8d96a0; --line: #30363d;
    --l0: #20262d; --l1: #123f2a; --l2: #1d6e48; --l3: #33a36c; --l4: #86e3b3;
    --pending: #ffb340; --hole: #ff6b64; }
}
.shibao text { font: 10px system-ui, "Noto Sans CJK SC", sans-serif; fill: var(--faint); }
.shibao .title { font-size: 15px; font-weight: 600; fill: var(--ink); }
.shibao .name { font-size: 12px; font-weight: 600; fill: var(--ink); }
.shibao .paper { fill: var(--paper); }
.shibao .none { fill: none; stroke: var(--line); }
.shibao .l0 { fill: var(--l0); } .shibao .l1 { fill: var(--l1); }
.shibao .l2 { fill: var(--l2); } .shibao .l3 { fill: var(--l3); }
.shibao .l4 { fill: var(--l4); }
.shibao .open { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.shibao .pending { fill: var(--pending); stroke: var(--paper); }
.shibao .hole { stroke: var(--hole); stroke-width: 2; stroke-linecap: round; }
.shibao .under { stroke: var(--paper); stroke-width: 4; stroke-linecap: round; }
"""
