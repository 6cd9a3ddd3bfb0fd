{#
    Whether two names under one address can be one person: in a shared inbox only the same name,
    elsewhere a common first or last word, a similar spelling, or a missing name. A couple shares
    the family name and the address, so other given names are two people.
#}
{% macro is_same_person_name(a, b, likeness, short_form) -%}
    case
        when {{ a }}.is_shared_inbox
        then coalesce({{ a }}.name = {{ b }}.name, false)
        when {{ a }}.name is null or {{ b }}.name is null
        then true
        when {{ has_other_given_name(a ~ '.name', b ~ '.name', likeness, short_form) }}
        then false
        else
            {{ a }}.first_word = {{ b }}.first_word
            or {{ a }}.last_word = {{ b }}.last_word
            or {{ a }}.first_word = {{ b }}.last_word
            or {{ a }}.last_word = {{ b }}.first_word
            or jaro_winkler_similarity({{ a }}.name, {{ b }}.name) >= {{ likeness }}
    end
{%- endmacro %}
