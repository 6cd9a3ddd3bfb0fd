{#
    CTEs that remove the legal form from company names. A legal form is the last word of a name; at
    most three words are removed (gmbh & co kg).

    relation  name of the CTE with the column words_0 (a normalised name, see company_words) and, with
    _1 to _3 instead of _0, of the CTEs that follow. The name without its form is words_3. Needs the
    CTE legal_forms.
#}
{% macro without_legal_forms(relation) -%}
    {%- for step in range(1, 4) -%}
        {%- set before = relation ~ '_' ~ (step - 1) -%}
        {%- set words = before ~ '.words_' ~ (step - 1) %}
        {{ relation }}_{{ step }} as (
            select
                {{ before }}.*,
                case
                    when legal_forms.form is null or {{ words }} = legal_forms.form
                    then {{ words }}
                    else
                        trim(substr({{ words }}, 1, length({{ words }}) - length(legal_forms.form)))
                end as words_{{ step }}
            from {{ before }}
            left join legal_forms on split_part({{ words }}, ' ', -1) = legal_forms.form
        )
        {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The words of a company name; commas, dots and ampersands do not count: S.A. is sa. #}
{% macro company_words(name) -%}
    {{ normalise_text("replace(replace(replace(" ~ name ~ ", '.', ''), ',', ' '), '&', ' ')") }}
{%- endmacro %}
