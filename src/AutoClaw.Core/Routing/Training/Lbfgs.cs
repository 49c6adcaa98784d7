namespace AutoClaw.Core.Routing.Training;

/// <summary>Limited-memory BFGS with backtracking, for smooth convex functions. Uses no randomness.</summary>
internal static class Lbfgs
{
    private const int Memory = 8;
    private const int Backtracks = 20;
    private const double SufficientDecrease = 1e-4;

    /// <summary>Gives the value at x and writes the gradient there.</summary>
    public delegate double Objective(float[] x, float[] gradient);

    /// <summary>Walks <paramref name="x"/> downhill for at most <paramref name="steps"/> steps and gives back the last value.</summary>
    public static double Minimise(Objective objective, float[] x, int steps)
    {
        var gradient = new float[x.Length];
        var value = objective(x, gradient);
        var history = new LinkedList<(float[] Move, float[] Turn, double Curvature)>();
        for (var step = 0; step < steps; step++)
        {
            var direction = Direction(gradient, history);
            var slope = Dot(direction, gradient);
            if (slope >= 0)
            {
                break;
            }

            var next = new float[x.Length];
            var nextGradient = new float[x.Length];
            var length = step == 0 ? 1 / Math.Max(1, Math.Sqrt(Dot(gradient, gradient))) : 1.0;
            double nextValue = 0;
            var found = false;
            for (var t = 0; t < Backtracks && !found; t++, length /= 2)
            {
                for (var i = 0; i < x.Length; i++)
                {
                    next[i] = x[i] + ((float)length * direction[i]);
                }

                nextValue = objective(next, nextGradient);
                found = nextValue <= value + (SufficientDecrease * length * slope);
            }

            if (!found)
            {
                break;
            }

            var move = Minus(next, x);
            var turn = Minus(nextGradient, gradient);
            var curvature = Dot(move, turn);
            if (curvature > 1e-12)
            {
                history.AddFirst((move, turn, curvature));
                if (history.Count > Memory)
                {
                    history.RemoveLast();
                }
            }

            Array.Copy(next, x, x.Length);
            (gradient, value) = (nextGradient, nextValue);
        }

        return value;
    }

    /// <summary>The two-loop recursion: minus the inverse Hessian's estimate times the gradient.</summary>
    private static float[] Direction(float[] gradient, LinkedList<(float[] Move, float[] Turn, double Curvature)> history)
    {
        var q = new float[gradient.Length];
        Add(q, gradient, -1);
        var factors = new Stack<double>();
        foreach (var (move, turn, curvature) in history)
        {
            var factor = Dot(move, q) / curvature;
            factors.Push(factor);
            Add(q, turn, -factor);
        }

        if (history.First is { Value: var (_, lastTurn, lastCurvature) })
        {
            var scale = (float)(lastCurvature / Dot(lastTurn, lastTurn));
            for (var i = 0; i < q.Length; i++)
            {
                q[i] *= scale;
            }
        }

        for (var node = history.Last; node is not null; node = node.Previous)
        {
            var (move, turn, curvature) = node.Value;
            Add(q, move, factors.Pop() - (Dot(turn, q) / curvature));
        }

        return q;
    }

    private static void Add(float[] target, float[] vector, double factor)
    {
        var f = (float)factor;
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += f * vector[i];
        }
    }

    private static float[] Minus(float[] a, float[] b)
    {
        var result = new float[a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            result[i] = a[i] - b[i];
        }

        return result;
    }

    private static double Dot(float[] a, float[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }
}
