//! Any text, read as a number in both styles.
#![no_main]

use libfuzzer_sys::fuzz_target;
use telaah::data::number::Readings;

fuzz_target!(|text: &str| {
    let readings = Readings::of(text);
    for written in [readings.indonesian, readings.english].into_iter().flatten() {
        assert!(written.to_f64().unwrap_or_default().is_finite());
        let _ = (written.to_decimal(), written.decimals());
    }
});
