{#
    A folded name as words for comparing: without brackets, quotes, apostrophes and dots, hyphens as
    spaces; ä and ae, ö and oe, ü and ue are one.
#}
{% macro name_words(text) -%}
    case
        when {{ matches_pattern(text, '^[a-z ]*$') }}
        then {{ one_umlaut(text) }}
        else
            trim(
                {{ replace_pattern(
                    "translate(" ~ replace_pattern(one_umlaut(text), '[(].*[)]|[\"“„].*[\"”“]') ~ ", '-_.’`´''', '  ')",
                    '[ ]+', ' '
                ) }}
            )
    end
{%- endmacro %}

{% macro one_umlaut(text) -%}
    replace(replace(replace({{ text }}, 'ae', 'a'), 'oe', 'o'), 'ue', 'u')
{%- endmacro %}
