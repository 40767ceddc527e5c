# SPDX-License-Identifier: GPL-3.0-or-later
# A kiosk under real fingers, for end-to-end tests. Source it after lib.sh, with `work` set to a folder of the rig:
#
#   open_kiosk OPTION…       the kiosk on $work/cache; KIOSK is its pid, $tree its accessibility tree
#   tap_on ID                by a finger, where the tree says that it is, once it stays there
#   at_rest                  nothing has moved for a moment: what was flung has come to lie
#   ask QUESTION…            support/tree.py on the tree; shows ROLE WORDS · here TAB · on_screen ID

tree=$work/tree.json

ask() { "$E2E_DIR/support/tree.py" "$tree" "$@"; }
shows() { ask has "$@"; }
here() { [[ " $(ask current) " == *" $1 "* ]]; }
on_screen() { ask middle "$1"; }
tap_on() {
    local at
    wait_for 10 ask rests "$1"
    at=$(ask middle "$1")
    # shellcheck disable=SC2086
    inject tap $at
}
at_rest() { ask still; }
# What `fail` adds to its words.
seen_at_failure() {
    echo "tab: $(ask current 2>&1); headings: $(ask names heading 2>&1 | head -n 8 | paste -sd ';')"
    echo "kiosk: $(tail -n 5 "$work/kiosk.log" 2>&1)"
}
open_kiosk() {
    : >"$work/kiosk.log"
    rm -f "$tree"
    background "$work/kiosk.log" "$ACCUEIL_BIN/accueil-kiosk" --kiosk --cache "$work/cache" --tree "$tree" "$@"
    KIOSK=$BACKGROUND_PID
    wait_for 20 test -s "$tree"
}
alive() { kill -0 "$KIOSK"; }
