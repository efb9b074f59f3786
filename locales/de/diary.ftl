# Das Befinden am Tag, die Aufgaben zwischen den Sitzungen und der Notfallplan, im eigenen Bereich.

diary-mine = Wie es mir geht
diary-kept = Gespeichert. Sie können es bis { $until } noch ändern.
diary-how-now = Wie ist es jetzt? Gefragt um { $since }, offen bis { $until }. Sie können jede Zeile auslassen.
diary-number-from = Eine Zahl von 0, { $low }, bis { $highest }, { $high }
diary-else = Sonst noch etwas
diary-seen-later = Ihre Therapeutin oder Ihr Therapeut sieht es beim Nachschauen, oft erst vor dem nächsten Treffen. Wenn Sie jetzt jemanden brauchen:
diary-nothing-now = Jetzt wird nichts gefragt.
diary-none = Im Moment läuft nichts. Wenn Sie ein paar Dinge über einige Tage beobachten möchten, können Sie es beim nächsten Treffen zusammen verabreden.
diary-next = Das nächste Mal wird gefragt: { $next }.
diary-so-far = Wie es bisher war
diary-answered = Sie haben { $answered } von { $asked } Malen geantwortet. Was Sie ausgelassen haben, ist eine Lücke und zählt als nichts anderes.
diary-no-answer-yet = Noch nichts beantwortet.
diary-beside = Was Sie dazu geschrieben haben
diary-whole-numbers = Bitte nehmen Sie ganze Zahlen. Es wurde nichts gespeichert.
diary-off-scale = Eine der Zahlen liegt nicht auf ihrer Skala. Es wurde nichts gespeichert.
diary-nothing-answered = Es wurde noch nichts beantwortet.
diary-too-late = Diese Zeit ist vorbei oder hat noch nicht begonnen. Unten steht, was jetzt offen ist.
diary-ended = Das ist zu Ende gegangen. Danke für alles, was Sie beigetragen haben.
diary-course = { $words }: { $last } von { $highest } am letzten beantworteten Tag. { $answers ->
    [one] 1 Antwort
   *[other] { $answers } Antworten
} an { $days ->
    [one] 1 Tag
   *[other] { $days } Tagen
}, { $asked } Mal gefragt. Jeder Punkt ist das Mittel eines Tages.
diary-day = { $mean }; { $answers } von { $asked } beantwortet
diary-day-unanswered = nicht beantwortet, { $asked } Mal gefragt
keep-it = Speichern
if-you-like = wenn Sie mögen

tasks-mine = Was ich versuchen wollte
tasks-none = Nichts ist offen. Was Sie in einer Sitzung verabreden, steht hier bis zum nächsten Treffen.
tasks-agreed = verabredet { $on }
tasks-you-said = Sie haben gesagt:
tasks-take-back = Das zurücknehmen
tasks-how-far = Wie weit kamen Sie?
tasks-a-word = Ein Wort dazu, wie es war
tasks-no-grades = Es gibt keine Noten. Was auch geschah, es lohnt sich, darüber zu sprechen. Ihre Therapeutin oder Ihr Therapeut sieht es vor dem nächsten Treffen.
tasks-past = Zusammen angeschaut
tasks-say-how = Sagen, wie es war
tasks-done = gemacht
tasks-partly = versucht, zum Teil
tasks-not-done = nicht gemacht

safety-plan = Mein Notfallplan
safety-none = Es gibt noch keinen Notfallplan. Sie machen ihn zusammen, wenn Sie einen möchten: was hilft, wenn es schwer wird, Schritt für Schritt.
safety-lede = Fangen Sie oben an. Wenn ein Schritt nicht genug hilft, gehen Sie zum nächsten.
safety-signs = Woran ich merke, dass es anfängt
safety-own = Was ich selbst tun kann
safety-distraction = Menschen und Orte, die mich ablenken
safety-people = Wen ich um Hilfe bitten kann
safety-professionals = Fachleute, die ich anrufen kann
safety-surroundings = Wie ich meine Umgebung sicherer mache
safety-agreed = So verabredet am { $on }.
safety-offline = Auf diesem Gerät bleibt nichts davon, wenn Sie gehen. Für Zeiten ohne Verbindung: Drucken Sie ihn aus oder schreiben Sie die Nummern auf.
safety-change = Möchten Sie etwas ändern? Schreiben Sie es für die nächste Sitzung auf:
