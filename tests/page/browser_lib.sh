# SPDX-License-Identifier: Apache-2.0
#
# What the tests of the page share: a browser, a folder, and the text that a page writes about itself. Sourced.
# Ends with code 77 (skipped) where there is no browser.

browser=
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && browser=$name && break
done
if [ -z "$browser" ]; then
    echo "skipped: no chromium (apt-get install chromium) to open the page with"
    exit 77
fi

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export HOME=$work XDG_CONFIG_HOME=$work XDG_CACHE_HOME=$work
slurmsim() { "$slurmsim" "$@"; }

# A page opened with #WORDS, in a window of $window pixels: the text of its element ID.
dump() { # FILE WORDS ID
    timeout 100 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
        --user-data-dir="$work/profile" --window-size="${window:-1400,1000}" --dump-dom "file://$work/$1#$2" 2>"$work/browser.err" |
        sed -n "/<pre id=\"$3\">/,/<\/pre>/p" |
        sed -e "s/^.*<pre id=\"$3\">//" -e 's/<\/pre>.*$//' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&amp;/\&/g'
}
