"""Small parts shared by the panes. All take the `Theme` first, hold no state but what they show, decide nothing.

labels:   `Label(theme, text, role, weight, tone)` coloured by a token, selectable; `ElidingLabel` (one line, …)
buttons:  `Button(theme, text, kind, icon=…, key=…)` with kind primary | secondary | quiet | link | danger, optional
          icon (Remix name without `ri.`), key cap; `checkable` quiet buttons get the selected look.
          A primary, secondary or danger Button keeps 4 px around itself for its focus ring: lay out with spacing 0.
          `IconButton(theme, icon, name, tip)` 32 x 32 with its accessible name
chips:    `deadline_look(status)`, `row_look(row, now)`, `send_look(state, parked)` give a `ChipLook`;
          `paint_chip` / `chip_width` for delegates; `Chip(theme, look)` widget;
          `paint_mark` / `mark_width` for icon + word (sentiment, channel); `Mark(theme, icon, text, tone)`
          widget; `Pill` for tags
keycap:   `paint_key_cap`, `key_cap_width`, `KeyCap(theme, text)`
banner:   `Banner(theme, kind, strong, plain, icon=…, action=…)` inside a pane; kind info | warning | error | success;
          signal `acted`; `show_text(strong, plain)`
empty:    `EmptyState(theme, icon, strong, plain)`
avatar:   `Avatar(theme, name)`, `initials(name)`
frames:   `Pane(theme tone)`, `h_line()`, `v_line()`, `Splitter` (1 px line, 8 px to grab)
painting: `paint_group_header`, `paint_row_ground` (hover / selected / focus of any list row), `two_lines` (run-in lead)
field:    `LineField(theme, key=…)` QLineEdit with placeholder and key cap; `Combo(theme)` QComboBox with our arrow
accessible: `tell_name`, `tell_description` which only speak when something changed for timers; `tell_label` (combos)
overlay:  `Overlay(theme, parent)`: a card over the window, a dialog for screen readers; `card_over(window)`.
          `Popover(theme, parent, width=…)` is one that is as high as what `fill` gave it
list:     `KeyListView` a QListView without type-to-select, with the signal `entered_by_key` (Enter on a row)

`spplus_desk.ui.wording` has the French words (dates, chips, states, channels); `spplus_desk.ui.tasks.Tasks` brings
futures to the window thread; `spplus_desk.ui.announce.announce(widget, text)` speaks to screen readers.
A pane's sheet is `resources/themes/<pane>.qss` (see theme/sheets.py); every sheet there is loaded by itself.
"""
