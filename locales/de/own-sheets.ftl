# Arbeitsblätter im eigenen Bereich.

own-sheets = Arbeitsblätter
own-sheets-with-you = Arbeitsblätter bei Ihnen
own-sheets-none-given = Im Moment ist kein Arbeitsblatt bei Ihnen. Wenn eines helfen würde, können Sie es gemeinsam aussuchen, wenn Sie sich sehen.
own-sheets-so-far = Was Sie ausgefüllt haben
own-sheets-all = Alle Arbeitsblätter
own-sheets-no-grades = Niemand benotet das, und ein leeres Blatt ist auch in Ordnung.
own-sheet-who-reads = Ihre Therapeutin oder Ihr Therapeut kann lesen, was Sie hier speichern.
own-sheet-leave-out = Sie können alles auslassen, was Sie möchten.
own-sheet-given-on = mitgegeben am { $on }
own-sheet-minutes = { $minutes ->
    [one] etwa eine Minute
   *[other] etwa { $minutes } Minuten
}
own-sheet-fill-in = Ausfüllen
own-sheet-go-on = Weiter ausfüllen
own-sheet-day = Der Tag, um den es geht
own-sheet-save = Dieses Blatt speichern
own-sheet-throw-away = Nicht Gespeichertes verwerfen
own-sheet-kept-not-saved = Beim Tippen aufgehoben, noch nicht gespeichert.
own-sheet-not-saved = Noch nicht gespeichert
own-sheet-all-here = Alles, was Sie geschrieben haben, steht noch da.
own-sheet-please-look = Bitte sehen Sie sich das an:
own-sheet-changed = Dieses Blatt wurde an anderer Stelle gespeichert, seit Sie es geöffnet haben.
own-sheet-see-saved = Ansehen, was gespeichert wurde
own-sheet-save-mine = Meines trotzdem speichern
own-sheet-two-windows = Dieses Blatt ist auch in einem anderen Fenster offen, und dort wurde anderes aufgehoben.
own-sheet-take-other = Das andere nehmen
own-sheet-wants-day = Der Tag braucht ein Datum, zum Beispiel 2026-05-14.
own-sheet-day-to-come = Der Tag kann nicht in der Zukunft liegen.
own-sheet-once-more = Bitte drücken Sie den Knopf noch einmal.
own-sheet-empty = Es steht noch nichts darauf.
own-sheet-not-with-you = Dieses Arbeitsblatt ist nicht mehr bei Ihnen.
own-sheet-thanks = Danke
own-sheet-saved = Gespeichert: { $name }. Sie können jederzeit daran weiterschreiben.
own-sheet-read-when = Es kann jetzt gelesen werden, oft geschieht das erst kurz bevor Sie sich sehen.
own-sheet-read = Noch einmal lesen
own-sheet-done = Zurück zu heute

beside-title = Neben dem Ihrer Partnerin oder Ihres Partners
beside-what = Sie beide kommen hierher. Wenn Sie Ja sagen, darf dieses eine Blatt neben das des anderen gelegt und zu dritt angesehen werden.
beside-who-sees = Der andere Mensch sieht dann, was jetzt auf diesem Blatt steht. Ändert es sich, werden Sie noch einmal gefragt.
beside-both = Das geschieht nur, wenn auch der andere Ja sagt, zu einem eigenen Blatt.
beside-not-copied = Nichts wird kopiert. Ihr Blatt bleibt bei Ihnen, das andere bleibt beim anderen.
beside-any-time = Sie können es jederzeit zurücknehmen, hier oder im Gespräch. Dann liegt es nicht mehr dort.
beside-no-need = Sie müssen nicht Ja sagen. Wenn Sie unsicher sind, sprechen Sie zuerst in der Therapie darüber.
beside-agree = Ja, es darf gezeigt werden
beside-take-back = Zurücknehmen
beside-agreed = Sie haben Ja gesagt: { $on }.
beside-agreed-noted = Sie haben Ja gesagt: { $on }. In der Therapie wurde es aufgeschrieben.
beside-changed = Sie haben Ja gesagt: { $on }. Das Blatt hat sich seitdem geändert und wird jetzt nicht gezeigt.
beside-taken-back = Sie haben es zurückgenommen: { $on }. Es wird nicht gezeigt.
