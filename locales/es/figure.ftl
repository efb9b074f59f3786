# Lo que las imágenes escriben por sí mismas: en una carta, en el libro de la terapia y en el espacio de quien consulta.

figure-table = Lo mismo en una tabla
figure-date = Fecha
figure-what = Qué
figure-value = Valor
figure-detail = Detalle
figure-measured = medido
figure-threshold = umbral
figure-band-from = rango desde
figure-better = mejor que al principio, en más que el error de medida
figure-worse = peor que al principio, en más que el error de medida
figure-more-in-table = más en la tabla
figure-nothing-measured = todavía no hay medidas
figure-domain = Ámbito
figure-now = ahora
figure-then = antes
figure-in-words = En palabras
figure-factor = Cosa
figure-effect = Efecto
figure-goes-with-more = va unido a más
figure-goes-with-less = va unido a menos
figure-on-factor = Sobre
figure-strength = Fuerza (de 0 a 1)
figure-whose-view = Quién lo ve así
figure-both-think = ambas partes
figure-one-thinks = solo una parte
figure-loops = Círculos
figure-no-influence = ninguna influencia dibujada
figure-no-factors = todavía no hay nada dibujado

# Doce meses y siete días, abreviados, separados por espacios; el día con el signo que va antes de la fecha.
figure-months = ene feb mar abr may jun jul ago sept oct nov dic
figure-weekdays = lun., mar., mié., jue., vie., sáb., dom.,
figure-day = { $day } { $month }

# Cómo se llama una imagen y qué hay en ella.
figure-over-time = { $measure } a lo largo del tiempo
figure-whole-person = La persona entera
figure-cut-off = punto de corte clínico
figure-no-total = sin total, faltan respuestas
figure-not-asked-before = no preguntado antes
figure-very-hard = muy difícil
figure-very-well = muy bien
