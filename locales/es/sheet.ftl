# Hojas de trabajo: lo que rodea a las preguntas, para clientes y en papel.

sheet-add-row = Añadir una fila
sheet-remove-row = Quitar
sheet-up = Subir
sheet-down = Bajar
sheet-row = fila
sheet-choose = elegir
sheet-nothing-said = sin respuesta
sheet-for-example = Por ejemplo:
sheet-leads-to = lleva a
sheet-nothing-to-pick = Todavía no hay nada que elegir.
sheet-number = { $value } (de { $low } a { $high })
sheet-wants-number = un número entero de { $low } a { $high }
sheet-wants-day = una fecha, por ejemplo 2026-05-14
sheet-wants-time = una hora, por ejemplo 14:30
sheet-wants-offered = algo de lo que se ofrece
sheet-wants-shorter = como mucho { $most } letras
sheet-wants-fewer = como mucho { $most } filas
