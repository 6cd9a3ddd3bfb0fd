{#
    Whether the part of an address before the @ is a usual form of a name and nothing else: gina.park,
    g.park, ginap, park.gina, gina. Null where one of the three is.
#}
{% macro spells_name(mailbox, given_name, family_name) -%}
    {{ one_umlaut("translate(" ~ mailbox ~ ", '._-', '')") }} in (
        {{ given_name }} || {{ family_name }},
        {{ family_name }} || {{ given_name }},
        substr({{ given_name }}, 1, 1) || {{ family_name }},
        {{ family_name }} || substr({{ given_name }}, 1, 1),
        {{ given_name }} || substr({{ family_name }}, 1, 1),
        {{ given_name }},
        {{ family_name }}
    )
{%- endmacro %}
