{#
    Digits of a phone with the country code where given, without an extension; null under 7 digits.
    00 before a country code is the same as +; the (0) behind a country code is not dialled with it.
#}
{% macro phone_normalised(text) -%}
    {%- set line = replace_pattern(
        'lower(' ~ text ~ ')', ' *[,;]? *(extension|ext|x|#)[ .:]*[0-9]{1,6} *$'
    ) | trim -%}
    {%- set number = only_digits(
        "case when " ~ text ~ " like '%+%(0)%' or " ~ text ~ " like '00%(0)%'"
        ~ " then replace(" ~ line ~ ", '(0)', '') else " ~ line ~ " end"
    ) -%}
    case when length({{ number }}) >= 7 then {{ replace_pattern(number, '^00') }} end
{%- endmacro %}

{# The digits of the extension of a phone (x12, ext. 12, #12), else null. #}
{% macro phone_extension(text) -%}
    nullif(
        regexp_extract(lower({{ text }}), '[0-9) ,;](extension|ext|x|#)[ .:]*([0-9]{1,6}) *$', 2),
        ''
    )
{%- endmacro %}
