{#
    A text for comparing: lower case, without accents, single spaces, trimmed. Folds a listed
    alphabet, so both engines agree; other scripts stay as they are.
#}
{% macro normalise_text(text) %}
    {{ return(adapter.dispatch('normalise_text')(text)) }}
{% endmacro %}

{% macro duckdb__normalise_text(text) -%}
    case
        when {{ text }} is null
        then null
        when strlen({{ text }}) = length({{ text }}) and not contains({{ text }}, '  ')
        then trim(lower({{ text }}))
        {#- The alphabet below changes nothing here, and is slow. #}
        when strlen({{ text }}) = length({{ text }})
        then trim(regexp_replace(lower({{ text }}), '[ ]+', ' ', 'g'))
        {#-
            strip_accents returns the same as translate for these letters, at a quarter of the
            cost.
        #}
        when
            regexp_full_match({{ text }}, '[ -~{{ letters_with_marks() }}]*')
            and not contains({{ text }}, '  ')
        then trim(lower(strip_accents({{ text }})))
        else
            trim(
                regexp_replace(
                    lower(
                        replace(
                            replace(
                                replace(
                                    replace(
                                        translate({{ text }}, {{ accent_translation() }}), 'ß', 'ss'
                                    ),
                                    'æ',
                                    'ae'
                                ),
                                'Æ',
                                'ae'
                            ),
                            'œ',
                            'oe'
                        )
                    ),
                    '[ ]+',
                    ' ',
                    'g'
                )
            )
    end
{%- endmacro %}

{% macro spark__normalise_text(text) -%}
    trim(
        regexp_replace(
            lower(
                replace(
                    replace(
                        replace(
                            replace(translate({{ text }}, {{ accent_translation() }}), 'ß', 'ss'),
                            'æ',
                            'ae'
                        ),
                        'Æ',
                        'ae'
                    ),
                    'œ',
                    'oe'
                )
            ),
            '[ ]+',
            ' '
        )
    )
{%- endmacro %}
