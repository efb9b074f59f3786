//! Showing an address to the person at the screen.

use std::process::{Command, Stdio};

/// Asks the desktop to open an address. A machine without a desktop is no reason to fail: the address is printed too.
pub(crate) fn open(address: &str) {
    let mac = cfg!(target_os = "macos");
    let has_screen = mac
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some());
    if !has_screen {
        return;
    }
    let opener = Command::new(if mac { "open" } else { "xdg-open" })
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Ok(mut opener) = opener {
        // Waited for, so that it does not stay behind as a zombie.
        std::thread::spawn(move || opener.wait());
    }
}
