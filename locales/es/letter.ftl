# Lo que se redacta en una carta y lo que va al pie.

letter-score = { $measure }: { $value } el { $on }, en una escala de { $low } a { $high }.
letter-band = Rango publicado (en inglés): { $band }.
letter-since = Al principio, el { $on }, era { $value }.
letter-better = Son { $points } puntos en la dirección favorable, más que el error de medida (a partir de { $threshold } puntos).
letter-worse = Son { $points } puntos en la dirección desfavorable, más que el error de medida (a partir de { $threshold } puntos).
letter-within = Es una diferencia de { $points } puntos, que puede ser error de medida (sería más a partir de { $threshold } puntos).
letter-no-rule = Es una diferencia de { $points } puntos; ninguna regla con fuente dice si es más que el error de medida.
letter-rule = Regla: { $source }.
letter-once = Una sola puntuación no dice nada sobre un cambio.
letter-own-scale = Esta escala breve no está validada y compara a una persona solo consigo misma.
letter-met = { $times ->
    [one] Nos vimos una vez, el { $first }.
   *[other] Nos vimos { $times } veces, del { $first } al { $last }.
}
letter-person = El { $on }, de 0 (muy difícil) a 10 (muy bien): { $list }. Este control no es una escala validada.
letter-map = Lo que dibujamos juntos como lo que lo mantiene: { $factors } cosas y { $arrows } influencias entre ellas.
letter-together = Plan acordado, versión { $number }, del { $on }. Lo revisamos de nuevo el { $again }.
letter-about = { $client }, fecha de nacimiento: { $born }
letter-page = página { $page } de { $pages }
letter-unknown = (no consta)
