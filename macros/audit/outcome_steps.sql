{#
    The steps of a lead that rates are computed for, in order.

    step     name; the journey has <step>_at and is_<step>, null where the exports do not show it.
    amount   column of the journey that is added up over the leads that reached it.
#}
{% macro outcome_steps() %}
    {{ return([
        {'step': 'accepted'},
        {'step': 'rejected'},
        {'step': 'attempted'},
        {'step': 'conversed'},
        {'step': 'met'},
        {'step': 'opportunity'},
        {'step': 'won', 'amount': 'amount', 'currency': 'currency'},
        {'step': 'invoiced', 'amount': 'invoiced_amount', 'currency': 'invoiced_currency'},
        {'step': 'paid', 'amount': 'paid_amount', 'currency': 'invoiced_currency'},
    ]) }}
{% endmacro %}

{# The dimensions of a journey whose values are compared with each other. The words of a system that
   are no common concept are compared within that system only. #}
{% macro outcome_dimensions() %}
    {{ return([
        {'dimension': 'source', 'is_of_system': true},
        {'dimension': 'channel', 'is_of_system': true},
        {'dimension': 'campaign', 'is_of_system': false},
        {'dimension': 'page', 'is_of_system': false},
        {'dimension': 'offer', 'is_of_system': false},
        {'dimension': 'country', 'is_of_system': false},
        {'dimension': 'company_size', 'is_of_system': false},
    ]) }}
{% endmacro %}
