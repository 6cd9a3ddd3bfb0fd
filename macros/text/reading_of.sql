{#
    How the values of one side of a declared field are read, as a dict of columns for
    normalise_value: time zone, order of day and month, decimal mark,
    commas within the parts of a list, and the sense of a consent and
    of its blanks.

    relation  a relation with the columns of audit_fidelity__declared_fields.
    side      source or target.
#}
{% macro reading_of(relation, side) %}
    {%- set prefix = relation ~ '.' ~ side ~ '_' -%}
    {{ return({
        'zone': prefix ~ 'zone',
        'order': prefix ~ 'date_order',
        'mark': prefix ~ 'decimal_mark',
        'keeps_commas': prefix ~ 'keeps_commas',
        'means': prefix ~ 'means',
        'blank_means': prefix ~ 'blank_means',
    }) }}
{% endmacro %}
