{#
    Whether two names with one family name have different given names, as those of a couple: none
    is an initial, a part, a similar spelling or a short form of the other. `a` and `b` are folded
    names, `likeness` is the declared share (0 to 1) of likeness of two spellings, `short_form` the
    row of same_given_names that joins the two given names, null where none does.
#}
{% macro has_other_given_name(a, b, likeness, short_form) -%}
    {%- set given_a = "split_part(" ~ a ~ ", ' ', 1)" -%}
    {%- set given_b = "split_part(" ~ b ~ ", ' ', 1)" -%}
    -- null means a name is missing: nothing says that it is another person.
    coalesce(
        {{ short_form }} is null
        and {{ a }} like '% %'
        and {{ b }} like '% %'
        and {{ split_last(a) }} = {{ split_last(b) }}
        and replace({{ given_a }}, '.', '')
        <> substr({{ given_b }}, 1, length(replace({{ given_a }}, '.', '')))
        and replace({{ given_b }}, '.', '')
        <> substr({{ given_a }}, 1, length(replace({{ given_b }}, '.', '')))
        and ' ' || {{ a }} || ' ' not like '% ' || {{ given_b }} || ' %'
        and ' ' || {{ b }} || ' ' not like '% ' || {{ given_a }} || ' %'
        and jaro_winkler_similarity({{ given_a }}, {{ given_b }}) < {{ likeness }},
        false
    )
{%- endmacro %}


{% macro split_last(name) -%} regexp_extract({{ name }}, '([^ ]+)$', 1) {%- endmacro %}
