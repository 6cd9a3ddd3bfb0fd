{#
    The hops of a journey after the submission, in order.

    hop         id, as in declared_service_levels.
    measured    hops it is measured from: the first of them that this journey reached.
    is_causal   whether the hop cannot come before the one it is measured from: if it does, the clocks contradict each other. The others skip hops that came later, but none can come before the capture.
    is_owed     whether an open hop can be overdue; the others only wait.
#}
{% macro lag_hops() %}
    {{ return([
        {'hop': 'in_map', 'measured': ['captured'], 'is_causal': true, 'is_owed': true},
        {'hop': 'in_crm', 'measured': ['in_map', 'captured'], 'is_causal': true, 'is_owed': true},
        {'hop': 'enriched', 'measured': ['in_crm', 'captured'], 'is_causal': true, 'is_owed': true},
        {'hop': 'assigned', 'measured': ['in_crm', 'captured'], 'is_causal': true, 'is_owed': true},
        {'hop': 'alerted', 'measured': ['assigned'], 'is_causal': true, 'is_owed': true},
        {'hop': 'first_attempt', 'measured': ['assigned', 'captured'], 'is_causal': false,
         'is_owed': true},
        {'hop': 'first_conversation', 'measured': ['first_attempt', 'assigned', 'captured'],
         'is_causal': false, 'is_owed': true},
        {'hop': 'meeting', 'measured': ['first_attempt', 'assigned', 'in_crm', 'captured'],
         'is_causal': false, 'is_owed': false},
        {'hop': 'opportunity',
         'measured': ['meeting', 'first_attempt', 'assigned', 'in_crm', 'captured'],
         'is_causal': false, 'is_owed': false},
        {'hop': 'won', 'measured': ['opportunity'], 'is_causal': true, 'is_owed': false},
    ]) }}
{% endmacro %}
