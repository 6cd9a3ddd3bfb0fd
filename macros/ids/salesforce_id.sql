{#
    A Salesforce id in 18 characters. Reports contain 15; the other three encode which of each
    five letters are upper case: five marks (10100) are looked up in a list of all 32. The empty
    lookup of a Data Export (000000000000000AAA) is null. Case is significant: ids that differ
    only in case are two records.
#}
{% macro salesforce_id(text) -%}
    {%- set marks = [] -%}
    {%- for number in range(32) -%}
        {%- set bits = namespace(text='') -%}
        {%- for bit in range(5) -%}
            {%- set bits.text = bits.text ~ ((number // (2 ** bit)) % 2) -%}
        {%- endfor -%}
        {%- do marks.append(bits.text) -%}
    {%- endfor -%}
    case
        when {{ text }} = '' or {{ text }} = '#N/A' or substr({{ text }}, 1, 15) = '000000000000000'
        then null
        when length({{ text }}) = 15
        then
            {{ text }}
            {%- for block in [1, 6, 11] %}
                || substr(
                    '{{ "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345" | list | join("     ") }}',
                    instr(
                        '{{ marks | join(" ") }}',
                        translate(
                            substr({{ text }}, {{ block }}, 5),
                            'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz123456789',
                            '{{ "1" * 26 }}{{ "0" * 35 }}'
                        )
                    ),
                    1
                )
            {%- endfor %}
        else {{ text }}
    end
{%- endmacro %}
