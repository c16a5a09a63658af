#!/bin/sh
# DMG recipe for macOS: wraps dist/ThoraCAM.app, which build_installer.spec makes there, into one disk image.
# NOT RUN YET: it was written on Linux, where hdiutil and codesign are not; try it before you hand its result to anybody.
# Run on macOS:  resources/installer/macos.sh   ->  dist/ThoraCAM-<version>.dmg
# SIGN_AS="Developer ID Application: ..." signs it for others; without, it is signed for this Mac alone (ad hoc), and
# Gatekeeper refuses it elsewhere until its owner allows it. Notarise what goes to others:
#   xcrun notarytool submit dist/ThoraCAM-<version>.dmg --keychain-profile NAME --wait && xcrun stapler staple ...
# Films (.dcm) are tied to the program by its Info.plist (MAC_PLIST in the spec), under "Open with"; a DICOMDIR has no
# ending: drop it, or the disc, on the window. Settings and marks lie in ~/Library/Application Support/thoracam, which
# neither a newer copy over the old one nor the bin touches.
set -eu
cd "$(dirname "$0")/../.."
app=dist/ThoraCAM.app
[ -d "$app" ] || { echo "macos.sh: $app is not there; first: uv run --group build pyinstaller build_installer.spec" >&2; exit 1; }
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' inference/__init__.py)
image=dist/ThoraCAM-$version.dmg

codesign --force --deep --options runtime --sign "${SIGN_AS:--}" "$app"
"$app/Contents/MacOS/thoracam" self-test

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cp -R "$app" LICENSE "$room/"
ln -s /Applications "$room/Applications"
rm -f "$image"
hdiutil create -volname "ThoraCAM $version" -srcfolder "$room" -format UDZO "$image"
echo "$image"
