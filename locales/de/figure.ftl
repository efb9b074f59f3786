# Was die Bilder selbst schreiben: in einem Brief, im Buch der Therapie und im Bereich der Klientin oder des Klienten.

figure-table = Dasselbe als Tabelle
figure-date = Tag
figure-what = Was
figure-value = Wert
figure-detail = Näheres
figure-measured = gemessen
figure-threshold = Schwelle
figure-band-from = Bereich ab
figure-better = besser als am Anfang, um mehr als den Messfehler
figure-worse = schlechter als am Anfang, um mehr als den Messfehler
figure-more-in-table = weitere in der Tabelle
figure-nothing-measured = noch nichts gemessen
figure-domain = Lebensbereich
figure-now = jetzt
figure-then = damals
figure-in-words = In Worten
figure-factor = Ding
figure-effect = Wirkung
figure-goes-with-more = geht mit mehr einher
figure-goes-with-less = geht mit weniger einher
figure-on-factor = Auf
figure-strength = Stärke (0 bis 1)
figure-whose-view = Wessen Sicht
figure-both-think = beide
figure-one-thinks = nur eine Seite
figure-loops = Kreise
figure-no-influence = kein Einfluss gezeichnet
figure-no-factors = noch nichts gezeichnet

# Zwölf Monate und sieben Tage, kurz, mit Leerzeichen dazwischen; ein Tag mit dem Zeichen, das vor einem Datum folgt.
figure-months = Jan. Febr. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.
figure-weekdays = Mo., Di., Mi., Do., Fr., Sa., So.,
figure-day = { $day }. { $month }

# Wie ein Bild heißt und was darin steht.
figure-over-time = { $measure } im Verlauf
figure-whole-person = Der ganze Mensch
figure-cut-off = klinischer Grenzwert
figure-no-total = keine Summe, Antworten fehlen
figure-not-asked-before = vorher nicht gefragt
figure-very-hard = sehr schwer
figure-very-well = sehr gut
