{#
    The natural logarithm of the factorial of a whole number. Stirling's series for a number moved up
    by seven, where it is exact to 12 digits.
#}
{% macro ln_factorial(number) -%}
    {%- set x = '(cast(' ~ number ~ ' as double) + 8)' -%}
    (
        ({{ x }} - 0.5) * ln({{ x }})
        - {{ x }}
        + 0.9189385332046727
        + 1 / (12 * {{ x }})
        - 1 / (360 * {{ x }} * {{ x }} * {{ x }})
        - ln(
            {%- for step in range(1, 8) %}
                {{ '* ' if not loop.first }} ({{ x }} - {{ step }})
            {%- endfor %}
        )
    )
{%- endmacro %}
