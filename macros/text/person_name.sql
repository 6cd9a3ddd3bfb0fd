{#
    A folded name as words: without brackets, quotes, apostrophes and dots, hyphens as spaces.
#}
{% macro name_words(text) -%}
    case
        when {{ matches_pattern(text, '^[a-z ]*$') }}
        then {{ text }}
        else
            trim(
                {{ replace_pattern(
                    "translate(" ~ replace_pattern(text, '[(].*[)]|[\"“„].*[\"”“]') ~ ", '-_.’`´''', '  ')",
                    '[ ]+', ' '
                ) }}
            )
    end
{%- endmacro %}

{#
    A word of a name for comparing: ä and ae, ö and oe, ü and ue are one. Short words stay as they
    are: Sue and Joe are names of their own.
#}
{% macro name_key(word) -%}
    case
        when length({{ word }}) < 5
        then {{ word }}
        else replace(replace(replace({{ word }}, 'ae', 'a'), 'oe', 'o'), 'ue', 'u')
    end
{%- endmacro %}
